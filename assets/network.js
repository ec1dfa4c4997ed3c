// What must not wait for the server on the network screen: a click, the list, moving the picture.
const tugmaNetwork = {
  plot: () => document.querySelector("#network-chart .js-plotly-plot"),

  // A click on a mark opens it, a second one closes it; one on a group of a place goes there.
  open: (clicked, search) => {
    const ref = clicked?.points?.[0]?.customdata;
    if (!ref) return window.dash_clientside.no_update;
    const asked = new URLSearchParams(search || "");
    if (ref.startsWith("territory/")) {
      for (const key of ["open", "mechanism"]) asked.delete(key);
      asked.set("territory", ref.slice("territory/".length));
    } else if (asked.get("open") === ref) asked.delete("open");
    else asked.set("open", ref);
    const words = asked.toString().replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%7E", "~");
    return words ? `?${words}` : "";
  },

  // --- everybody as a list of links, and as names to choose from ---
  list: (told) => {
    const box = document.getElementById("network-list");
    const names = document.getElementById("network-names");
    if (!told || !box || !names) return window.dash_clientside.no_update;
    const made = (tag, text, ...inside) => {
      const element = document.createElement(tag);
      if (text) element.textContent = text;
      element.append(...inside);
      return element;
    };
    const row = ([ref, name, links]) => {
      const link = made("a", name);
      link.href = told.href.replace("actor/~", ref);
      link.dataset.ref = ref;
      return made("li", "", link, " ", Object.assign(made("span", links), { className: "muted" }));
    };
    const focused = box.contains(document.activeElement) && document.activeElement.dataset.ref;
    box.replaceChildren(
      ...told.levels.map(([title, actors]) =>
        made("section", "", made("h3", title), made("ul", "", ...actors.map(row)))),
    );
    if (focused) box.querySelector(`[data-ref="${CSS.escape(focused)}"]`)?.focus();
    names.replaceChildren(...told.names.map((name) => Object.assign(made("option"), { value: name })));
    return window.dash_clientside.no_update;
  },

  onListClick: (event) => {
    const link = event.target.closest?.("#network-list a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    tugma.go(link.getAttribute("href"));
  },

  // --- moving the picture: wheel with Ctrl, or buttons for who cannot drag ---
  ranges: (plot) => ["xaxis", "yaxis"].map((name) => plot._fullLayout[name].range.slice()),
  move: (plot, [x, y]) => Plotly.relayout(plot, { "xaxis.range": x, "yaxis.range": y }),

  // Grows or shrinks a range around a share of it, never beyond the whole.
  zoomed: ([from, to], factor, at, whole) => {
    const centre = from + (to - from) * at;
    const next = [centre + (from - centre) * factor, centre + (to - centre) * factor];
    return Math.abs(next[1] - next[0]) >= Math.abs(whole[1] - whole[0]) ? whole.slice() : next;
  },
  WHOLE: [[-0.03, 1.03], [1, 0]],

  zoom: (factor, at = [0.5, 0.5]) => {
    const plot = tugmaNetwork.plot();
    if (!plot) return;
    const now = tugmaNetwork.ranges(plot);
    tugmaNetwork.move(plot, now.map((range, i) =>
      tugmaNetwork.zoomed(range, factor, at[i], tugmaNetwork.WHOLE[i])));
  },
  pan: (right, down) => {
    const plot = tugmaNetwork.plot();
    if (!plot) return;
    const by = [right, down];
    const now = tugmaNetwork.ranges(plot);
    tugmaNetwork.move(plot, now.map(([from, to], i) => {
      const step = Math.abs(to - from) * 0.25 * by[i]; // the vertical axis runs downwards
      return [from + step, to + step];
    }));
  },
  deeds: {
    in: () => tugmaNetwork.zoom(0.6),
    out: () => tugmaNetwork.zoom(1 / 0.6),
    left: () => tugmaNetwork.pan(-1, 0),
    right: () => tugmaNetwork.pan(1, 0),
    up: () => tugmaNetwork.pan(0, -1),
    down: () => tugmaNetwork.pan(0, 1),
    whole: () => tugmaNetwork.move(tugmaNetwork.plot(), tugmaNetwork.WHOLE.map((r) => r.slice())),
  },
  onMove: (event) => {
    const button = event.target.closest?.("[data-network]");
    if (button && tugmaNetwork.plot()) tugmaNetwork.deeds[button.dataset.network]();
  },

  // The wheel scrolls the page; with Ctrl it zooms. Its turns are added up and handed to Plotly
  // once a frame, however many come.
  turned: 0,
  onWheel: (event) => {
    const plot = tugmaNetwork.plot();
    if (event.ofTugma || !plot?.contains(event.target)) return;
    event.stopPropagation();
    if (!event.ctrlKey || document.documentElement.dataset.view === "stage") return;
    event.preventDefault();
    const waiting = tugmaNetwork.turned !== 0;
    tugmaNetwork.turned += event.deltaY;
    tugmaNetwork.moving();
    if (waiting) return;
    const { clientX, clientY, target } = event;
    requestAnimationFrame(() => {
      const turn = { deltaY: tugmaNetwork.turned, clientX, clientY, bubbles: true, cancelable: true };
      tugmaNetwork.turned = 0;
      target.dispatchEvent(Object.assign(new WheelEvent("wheel", turn), { ofTugma: true }));
    });
  },

  // While it moves, a crowded picture is drawn with plain lines: dashes take five times as long.
  moving: () => {
    const box = document.querySelector(".network-chart-box");
    clearTimeout(tugmaNetwork.still);
    box?.classList.add("moving");
    tugmaNetwork.still = setTimeout(() => box?.classList.remove("moving"), 200);
  },
  onDrag: (event) => {
    if (event.buttons === 1 && document.querySelector(".dragcover")) tugmaNetwork.moving();
  },
};

window.dash_clientside = Object.assign({}, window.dash_clientside, { tugma_network: tugmaNetwork });
document.addEventListener("click", tugmaNetwork.onListClick);
document.addEventListener("click", tugmaNetwork.onMove);
document.addEventListener("mousemove", tugmaNetwork.onDrag, { capture: true });
document.addEventListener("wheel", tugmaNetwork.onWheel, { passive: false, capture: true });
