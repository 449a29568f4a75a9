// Suggestions while typing: improves any search field marked data-suggestions, which works without.
// With data-suggestions="ajouter", a territory chosen is sent by the form of the field rather than opened.
import { combobox } from "./combobox.js";

const MOST_ADDRESSES = 5;

function improve(row) {
  const input = row.querySelector("input");
  const adds = row.dataset.suggestions === "ajouter";

  // A page may keep the choice for itself: the map flies there instead of leaving.
  function choose(item) {
    if (adds) {
      const [level, code] = item.value.split("/").slice(-2);
      input.value = `${level}:${code}`;
      input.form.requestSubmit();
      return false;
    }
    const detail = { page: item.value, name: item.name };
    const leaves = row.dispatchEvent(new CustomEvent("chosen", { bubbles: true, cancelable: true, detail }));
    if (leaves) location.assign(item.value);
    return !leaves;
  }

  async function ask(text) {
    const response = await fetch(`/api/v1/search?q=${encodeURIComponent(text)}`);
    if (!response.ok) return [];
    const found = await response.json();
    return [
      ...found.territories.map((one) => ({ name: one.name, hint: one.hint, value: one.page })),
      ...(adds ? [] : found.addresses)
        .slice(0, MOST_ADDRESSES)
        .map((one) => ({ name: one.name, hint: one.hint, value: one.page })),
      ...(adds ? [] : found.indicators).map((one) => ({ name: one.name, hint: "Indicateur", value: one.page })),
      ...(adds ? [] : found.contents).map((one) => ({ name: one.name, hint: "Page", value: one.page })),
      ...(found.advice && !adds ? [{ name: found.advice }] : []),
    ];
  }

  combobox(input, row, { ask, choose });
}

document.querySelectorAll("[data-suggestions]").forEach(improve);
// A draft is compared with the fields as pickers leave them.
if (document.querySelector("[data-picker]")) await import("./pickers.js");
if (document.querySelector("form[data-draft], [data-kept], form[action$='/deconnexion']") || sessionStorage.length)
  await import("./drafts.js");
