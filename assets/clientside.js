// What must not wait for the server: theme, language, the size of the stage, the meeting keys.
const tugma = {
  // The address says how the document is dressed; a link changes it without a reload.
  dress: (search, shown) => {
    const asked = new URLSearchParams(search || "");
    const root = document.documentElement;
    root.dataset.bsTheme = asked.get("theme") === "dark" ? "dark" : "light";
    root.dataset.view = asked.get("view") === "stage" ? "stage" : "desk";
    if (shown) {
      root.lang = shown.lang;
      root.style.setProperty("--scale", shown.scale);
      document.title = shown.title;
    }
    return search || "";
  },

  // Tells screen readers which link of the menu is the screen that is shown.
  mark: () => {
    for (const link of document.querySelectorAll(".menu-link, .switch")) {
      const on = link.matches(".current, .on");
      if (on) link.setAttribute("aria-current", link.matches(".menu-link") ? "page" : "true");
      else link.removeAttribute("aria-current");
    }
  },

  // The stage is 1280 × 720, scaled as a whole so that nothing in it moves.
  fit: () => {
    const factor = Math.min(window.innerWidth / 1280, window.innerHeight / 720);
    document.documentElement.style.setProperty("--fit", factor);
  },

  // --- deeds, by key or by button ---
  full: () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  },
  blank: () => tugma.toggle(document.getElementById("blank")),
  help: () => tugma.toggle(document.getElementById("stage-help")),
  print: () => window.print(),
  table: () => document.getElementById("table-switch")?.click(),
  keys: () => {
    localStorage.setItem("tugma-keys", tugma.keysAreOn() ? "off" : "on");
    tugma.tellKeys();
  },
  keysAreOn: () => localStorage.getItem("tugma-keys") !== "off",
  tellKeys: () => {
    const button = document.querySelector("[data-do=keys]");
    if (!button) return;
    const on = tugma.keysAreOn();
    button.textContent = on ? button.dataset.on : button.dataset.off;
    button.setAttribute("aria-pressed", on);
  },

  // Opens a cover or takes it away; the focus goes in, and back to where it was.
  toggle: (cover) => {
    if (!cover) return;
    if (cover.hidden) {
      tugma.cameFrom = document.activeElement;
      tugma.fold();
      cover.hidden = false;
      tugma.tellKeys();
      (cover.matches("button") ? cover : cover.querySelector("button")).focus();
    } else {
      cover.hidden = true;
      tugma.cameFrom?.focus?.();
    }
  },

  // Closes menus and filters that are unfolded, all but the one that holds `inside`.
  fold: (inside) => {
    const open = [...document.querySelectorAll("details.fold[open]")];
    const closing = open.filter((one) => !inside || !one.contains(inside));
    for (const one of closing) one.open = false;
    return closing;
  },

  escape: () => {
    for (const id of ["blank", "stage-help"]) {
      const cover = document.getElementById(id);
      if (cover && !cover.hidden) return tugma.toggle(cover);
    }
    const [folded] = tugma.fold();
    if (folded) return folded.querySelector("summary").focus();
    document.querySelector("#screen .close")?.click();
  },

  // --- what a new layout must not take away: the unfolded filter, and where the focus is ---
  onToggle: (event) => {
    const chip = event.target;
    if (!chip.matches?.("details.fold") || !chip.isConnected) return;
    const name = chip.querySelector("summary").id;
    if (chip.open) tugma.unfolded = name;
    else if (tugma.unfolded === name) tugma.unfolded = null;
  },
  onFocus: (event) => {
    tugma.focused = {
      id: event.target.id,
      tag: event.target.localName,
      text: event.target.textContent,
      inScreen: Boolean(event.target.closest("#screen")),
    };
  },
  onLayout: () => {
    if (tugma.waiting) return;
    tugma.waiting = requestAnimationFrame(() => {
      tugma.waiting = null;
      tugma.mark();
      const chip = tugma.unfolded && document.getElementById(tugma.unfolded)?.closest("details");
      if (chip && !chip.open) chip.open = true;
      tugma.refocus();
    });
  },
  refocus: () => {
    const was = tugma.focused;
    if (!was || document.activeElement !== document.body) return;
    const same = was.id
      ? document.getElementById(was.id)
      : [...document.querySelectorAll(`#tugma ${was.tag}`)].find((e) => e.textContent === was.text);
    const next = same || (was.inScreen && document.getElementById("main"));
    if (next) next.focus({ preventScroll: true });
  },

  // Goes to an address of the application without loading it anew.
  go: (href) => {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  },

  onKey: (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.key === "Escape") return tugma.escape();
    if (document.documentElement.dataset.view !== "stage" || !tugma.keysAreOn()) return;
    if (event.target.closest?.("input, select, textarea, [contenteditable=true]")) return;
    const deed = { f: "full", b: "blank", t: "table", "?": "help" }[event.key.toLowerCase()];
    if (!deed) return;
    event.preventDefault();
    tugma[deed]();
  },

  onClick: (event) => {
    tugma.fold(event.target);
    const button = event.target.closest("[data-do]");
    if (button) tugma[button.dataset.do]();
    else if (event.target.closest(".stage-menu a")) tugma.fold();
  },
};

window.dash_clientside = Object.assign({}, window.dash_clientside, { tugma });
window.addEventListener("resize", tugma.fit);
document.addEventListener("keydown", tugma.onKey);
document.addEventListener("click", tugma.onClick);
document.addEventListener("toggle", tugma.onToggle, true);
document.addEventListener("focusin", tugma.onFocus);
new MutationObserver(tugma.onLayout).observe(document.body, { childList: true, subtree: true });
tugma.fit();
