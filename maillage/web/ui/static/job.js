// A job under way: what the page says of it is asked again by itself, without loading the page.
const FIRST = 1500;
const LONGEST = 10000;

function follow(place, pause) {
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("[data-job]");
        if (fresh && fresh.innerHTML !== place.innerHTML) place.innerHTML = fresh.innerHTML;
        if (!fresh || !fresh.hasAttribute("data-under-way")) return;
      }
    } catch {
      // The network is away: it is asked again.
    }
    follow(place, Math.min(pause * 1.2, LONGEST));
  }, pause);
}

const place = document.querySelector("[data-job]");
if (place) follow(place, FIRST);
