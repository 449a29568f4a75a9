// « Ma position »: leads to what is known where the reader stands. The browser asks for consent; nothing is kept.
const METRE = 5;
const PATIENCE = 15_000;
const REFUSALS = {
  1: "Vous n’avez pas donné votre position. Cherchez plutôt une adresse.",
  2: "Votre appareil ne trouve pas sa position. Cherchez plutôt une adresse.",
  3: "Votre appareil met trop de temps à se situer. Réessayez, ou cherchez une adresse.",
};

async function go({ coords }, words) {
  const query = `lon=${coords.longitude.toFixed(METRE)}&lat=${coords.latitude.toFixed(METRE)}`;
  const answer = await fetch(`/api/v1/addresses?${query}`);
  if (answer.ok) return location.assign(`/adresse?${query}`);
  words.textContent = (await answer.json()).message;
}

function offer(place) {
  const button = place.querySelector("button");
  const words = place.querySelector("[role=status]");
  const say = (text) => {
    words.textContent = text;
    button.disabled = false;
  };
  button.addEventListener("click", () => {
    button.disabled = true;
    words.textContent = "Recherche de votre position…";
    navigator.geolocation.getCurrentPosition(
      (found) =>
        go(found, words)
          .catch(() => say("Le site ne répond pas. Réessayez dans un moment."))
          .finally(() => (button.disabled = false)),
      (refused) => say(REFUSALS[refused.code]),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60_000 },
    );
  });
  place.hidden = false;
}

if (navigator.geolocation && isSecureContext) document.querySelectorAll("[data-position]").forEach(offer);
