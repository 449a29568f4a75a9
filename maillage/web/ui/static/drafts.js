// What is typed in a long form (data-draft) is kept in this browser until it is saved, and offered back: for one person
// in localStorage, a week; for a visitor, whose form names nobody, in the tab alone. What is secret is never kept.
const PREFIX = "maillage-brouillon:";
const SENT = "maillage-envoi";
const WEEK = 7 * 24 * 3600 * 1000;
const PATIENCE = 400;
const SECRET = new Set(["csrfmiddlewaretoken", "site_web", "jeter-brouillon"]);

function read(store, key) {
  try {
    return JSON.parse(store.getItem(key));
  } catch {
    return null;
  }
}

// A full or closed store costs the draft, never the form.
function write(store, key, value) {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    store.removeItem(key);
  }
}

function purge() {
  for (const key of Object.keys(localStorage))
    if (key.startsWith(PREFIX) && !(Date.now() - (read(localStorage, key)?.at ?? 0) < WEEK)) localStorage.removeItem(key);
}

// Whether the page before was sent and taken: this one answers it and refuses nothing. After a failure of the network, a
// lost session or a way back, the draft stays.
function settle() {
  const sent = read(sessionStorage, SENT);
  sessionStorage.removeItem(SENT);
  const page = performance.getEntriesByType("navigation")[0];
  if (!sent || page?.type !== "navigate" || page.responseStatus >= 400 || document.referrer !== sent.from) return;
  if (document.querySelector(".errors, .both, .wrong, [data-kept]")) return;
  for (const key of sent.keys) {
    sessionStorage.removeItem(key);
    localStorage.removeItem(key);
  }
}

function note(...keys) {
  write(sessionStorage, SENT, { keys, from: location.href.split("#")[0] });
}

function kept(form) {
  return [...form.elements].filter(
    (box) =>
      box.name &&
      !SECRET.has(box.name) &&
      !["password", "file", "submit", "button"].includes(box.type) &&
      (box.type !== "hidden" || "picked" in box.dataset) &&
      box.autocomplete !== "one-time-code",
  );
}

const held = (box) => (["checkbox", "radio"].includes(box.type) ? box.checked : box.value);
const values = (form) => kept(form).map((box) => [box.name, box.type, held(box)]);

// As the page was sent, whatever was typed before this was loaded.
function sent(box) {
  if (["checkbox", "radio"].includes(box.type)) return box.defaultChecked;
  if (box.type === "hidden") return box.dataset.picked;
  if (box.type !== "select-one") return box.defaultValue ?? box.value;
  return ([...box.options].find((option) => option.defaultSelected) ?? box.options[0])?.value ?? "";
}

function fill(form, draft) {
  const left = draft.fields.slice();
  for (const box of kept(form)) {
    const place = left.findIndex(([name, type]) => name === box.name && type === box.type);
    if (place < 0) continue;
    const [[, , value]] = left.splice(place, 1);
    if (["checkbox", "radio"].includes(box.type)) box.checked = value;
    else box.value = value;
    box.dispatchEvent(new Event("restored"));
  }
  // With the version that was read then: what another wrote meanwhile is merged, not written over.
  for (const name of ["version", "base"]) if (form.elements[name] && draft[name]) form.elements[name].value = draft[name];
}

function when(at) {
  const day = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "long" }).format(at);
  const hour = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit" }).format(at);
  return `le ${day.replace(/^1 /, "1er ")} à ${hour.replace(":", "\u00a0h\u00a0")}`;
}

function offer(form, draft, forget) {
  const box = document.createElement("div");
  box.className = "draft";
  box.role = "region";
  box.ariaLabel = "Brouillon";
  const words = document.createElement("p");
  const changed = form.elements.version && draft.version && form.elements.version.value !== draft.version;
  words.textContent =
    `Vous aviez commencé ${when(draft.at)}.` +
    (changed ? " Quelqu’un a enregistré depuis : vos changements seront rapprochés des siens." : "") +
    (form.querySelector("[type=file]") ? " Les fichiers seront à choisir de nouveau." : "");
  box.append(words);
  for (const [label, style, act] of [
    ["Reprendre", "button", () => fill(form, draft)],
    ["Jeter", "button button-end", forget],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = style;
    button.textContent = label;
    button.addEventListener("click", () => {
      act();
      box.remove();
      (form.querySelector("textarea, input:not([type=hidden]), select") ?? form).focus();
    });
    box.append(button);
  }
  form.before(box);
}

// Two forms of one page may be sent to the same address: `rank` tells them apart.
function keep(form, rank) {
  const store = form.dataset.draft ? localStorage : sessionStorage;
  const address = form.getAttribute("action") || location.pathname + location.search;
  const key = `${PREFIX}${form.dataset.draft}:${rank}:${address}`;
  const first = JSON.stringify(kept(form).map((box) => [box.name, box.type, sent(box)]));
  const draft = read(store, key);
  const forget = () => store.removeItem(key);
  let timer = 0;

  function save() {
    clearTimeout(timer);
    timer = 0;
    const fields = values(form);
    if (JSON.stringify(fields) === first) return;
    const [version, base] = ["version", "base"].map((name) => form.elements[name]?.value ?? "");
    write(store, key, { at: Date.now(), version, base, fields });
  }

  // A form that was refused shows what was typed already.
  const refused = document.querySelector(".errors, .both");
  if (draft && !refused && JSON.stringify(draft.fields) !== JSON.stringify(values(form))) offer(form, draft, forget);
  else if (!draft && !refused) save();
  for (const kind of ["input", "change"])
    form.addEventListener(kind, () => {
      clearTimeout(timer);
      timer = setTimeout(save, PATIENCE);
    });
  addEventListener("pagehide", () => timer && save());
  form.addEventListener("submit", () => {
    save();
    note(key);
  });
}

settle();
purge();
document.querySelectorAll("form[data-draft]").forEach(keep);
// What a page keeps after a lost session or a full disk is sent from there.
for (const form of document.querySelectorAll("[data-kept] form"))
  form.addEventListener("submit", () => {
    const end = `:${form.getAttribute("action")}`;
    note(...Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && key.endsWith(end)));
  });
// Who signs out leaves nothing behind.
for (const form of document.querySelectorAll("form[action$='/deconnexion']"))
  form.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  });
