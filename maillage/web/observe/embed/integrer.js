// For pages that show Maillage in frames: gives each frame the height of what it holds. Reads nothing else.
(() => {
  const home = new URL(document.currentScript.src).origin;
  const HIGHEST = 10000;

  function frames() {
    return [...document.querySelectorAll("iframe")].filter((one) => one.src.startsWith(`${home}/integrer/`));
  }

  addEventListener("message", (event) => {
    const height = Number(event.data?.maillage?.hauteur);
    if (event.origin !== home || !(height > 0 && height < HIGHEST)) return;
    const frame = frames().find((one) => one.contentWindow === event.source);
    if (frame) frame.style.height = `${Math.ceil(height)}px`;
  });

  // A frame that was ready before this script spoke to nobody: it is asked again.
  function ask() {
    for (const one of frames()) one.contentWindow?.postMessage({ maillage: "hauteur" }, home);
  }
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", ask);
  else ask();
})();
