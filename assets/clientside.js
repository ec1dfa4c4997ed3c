// What must not wait for the server: theme, language and the scale of the stage.
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  tugma: {
    // The address says how the document is dressed; a link changes it without a reload.
    dress: (search) => {
      const asked = new URLSearchParams(search || "");
      const root = document.documentElement;
      root.dataset.bsTheme = asked.get("theme") === "dark" ? "dark" : "light";
      root.dataset.view = asked.get("view") === "stage" ? "stage" : "desk";
      root.lang = asked.get("lang") || "en";
      root.dataset.scale = asked.get("scale") || "1";
      requestAnimationFrame(tugmaFitStage);
      return search || "";
    },
  },
});

// The stage is 1280 × 720, scaled as a whole so that nothing in it moves.
function tugmaFitStage() {
  const stage = document.getElementById("stage");
  if (!stage) return;
  const factor = Math.min(window.innerWidth / 1280, window.innerHeight / 720);
  stage.style.transform = `scale(${factor})`;
}
window.addEventListener("resize", tugmaFitStage);
