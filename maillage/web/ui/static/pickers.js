// Picking by name while one types: improves the fields of parts/picker.html, which are texts without this.
// What is sent is what the text field would send; several things picked become chips, each with its button.
import { combobox } from "./combobox.js";

const told = document.createElement("p");
told.className = "unseen";
told.ariaLive = "polite";
document.querySelector("main").append(told);

function picked(input, box, choose) {
  const source = box.dataset.picker;

  async function ask(text) {
    const response = await fetch(`${source}?q=${encodeURIComponent(text)}`);
    if (!response.ok) return [];
    const found = await response.json();
    return (found.choices ?? found.territories).map(({ label, hint }) => ({ name: label, hint, value: label }));
  }

  function tell(count) {
    told.textContent = count ? `${count} ${count > 1 ? "propositions" : "proposition"}` : "Aucune proposition";
  }

  combobox(input, box, { ask, choose, tell });
}

function one(box) {
  const input = box.querySelector("input");
  picked(input, box, (item) => {
    input.value = item.value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function several(box) {
  const area = box.querySelector("textarea");
  const kept = document.createElement("input");
  kept.type = "hidden";
  kept.name = area.name;
  kept.value = area.value;
  const chips = document.createElement("ul");
  chips.className = "chips";
  const input = document.createElement("input");
  input.type = "text";
  input.autocomplete = "off";
  input.spellcheck = false;
  for (const name of ["id", "aria-describedby", "aria-invalid"])
    if (area.hasAttribute(name)) input.setAttribute(name, area.getAttribute(name));
  area.replaceWith(chips, input, kept);

  const names = () => [...chips.children].map((chip) => chip.dataset.name);

  function keep() {
    kept.value = [...names(), input.value.trim()].filter(Boolean).join("\n");
  }

  function chip(name) {
    const line = document.createElement("li");
    line.dataset.name = name;
    const words = document.createElement("span");
    words.textContent = name;
    const button = document.createElement("button");
    button.type = "button";
    button.ariaLabel = `Retirer ${name}`;
    button.textContent = "×";
    button.addEventListener("click", () => {
      line.remove();
      keep();
      told.textContent = `${name} : retiré`;
      input.focus();
      kept.dispatchEvent(new Event("change", { bubbles: true }));
    });
    line.append(words, button);
    return line;
  }

  function read(text) {
    const known = new Set(names());
    for (const name of text.split(/[\n;]+/).map((part) => part.trim()))
      if (name && !known.has(name)) chips.append(chip(name));
    input.value = "";
    keep();
  }

  function add(text) {
    read(text);
    kept.dispatchEvent(new Event("change", { bubbles: true }));
  }

  picked(input, box, (item) => {
    add(item.value);
    told.textContent = `${item.value} : ajouté`;
  });
  input.addEventListener("input", keep);
  input.addEventListener("keydown", (event) => {
    if ((event.key !== "Enter" && event.key !== ";") || !input.value.trim()) return;
    event.preventDefault();
    add(input.value);
  });
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text");
    if (!/[\n;]/.test(text)) return;
    event.preventDefault();
    add(input.value + text);
  });

  // A draft that is taken back writes what is kept.
  kept.addEventListener("restored", () => {
    chips.replaceChildren();
    read(kept.value);
  });
  // What is wrong waits in the field, to be corrected; the rest is picked already.
  const wrong = new Set((box.dataset.wrong ?? "").split("\n").filter(Boolean));
  const parts = kept.value.split(/[\n;]+/).map((part) => part.trim());
  read(parts.filter((part) => !wrong.has(part)).join("\n"));
  input.value = parts.filter((part) => wrong.has(part)).join(" ; ");
  keep();
  kept.dataset.picked = kept.value;
}

for (const box of document.querySelectorAll("[data-picker]")) (box.hasAttribute("data-many") ? several : one)(box);
