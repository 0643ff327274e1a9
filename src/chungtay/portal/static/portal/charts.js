/* Draws the Vega-Lite specs of a page with the chart engine of this site (no other host is asked).
   <figure data-chart="id"> holds <div id="id-drawing"> and <script type="application/json" id="id-spec">.
   Expressions are interpreted, not compiled, so that the page's security policy may forbid eval. */
(() => {
  "use strict";
  const engine = document.currentScript.dataset.engine;
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  if (!figures.length) return;
  const vietnamese = document.documentElement.lang !== "en";
  const words = vietnamese
    ? { failed: "Không vẽ được hình; số liệu vẫn có trong bảng.", loading: "Đang vẽ hình…" }
    : { failed: "The chart could not be drawn; its figures are in the table.", loading: "Drawing…" };
  const numberLocale = vietnamese
    ? { decimal: ",", thousands: ".", grouping: [3], currency: ["", " đồng"] }
    : { decimal: ".", thousands: ",", grouping: [3], currency: ["", " VND"] };
  const days = vietnamese
    ? ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"]
    : ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
  const months = vietnamese
    ? Array.from({ length: 12 }, (_, i) => `tháng ${i + 1}`)
    : ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const timeLocale = {
    dateTime: "%H:%M %d/%m/%Y", date: "%d/%m/%Y", time: "%H:%M:%S", periods: ["SA", "CH"],
    days, shortDays: vietnamese ? ["CN", "T2", "T3", "T4", "T5", "T6", "T7"] : days.map((d) => d.slice(0, 3)),
    months, shortMonths: vietnamese ? months.map((_, i) => `T${i + 1}`) : months.map((m) => m.slice(0, 3)),
  };
  const roles = ["ink", "ink-soft", "faint", "ground", "surface", "line", "accent", "late", "late-ground",
    "share-1", "share-2", "share-3", "share-4", "share-5"];

  function theme(onPaper) {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim();
    const now = Object.fromEntries(roles.map((role) => [role, value(onPaper ? `--paper-${role}` : `--${role}`)]));
    const fromPaper = new Map(roles.map((role) => [value(`--paper-${role}`).toLowerCase(), now[role]]));
    return { now, fromPaper };
  }

  // A spec made for paper names paper colours; on the screen each becomes the page's colour of the same role.
  function repaint(value, fromPaper) {
    if (typeof value === "string") return fromPaper.get(value.toLowerCase()) ?? value;
    if (Array.isArray(value)) return value.map((item) => repaint(item, fromPaper));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === "data" || key === "datasets" ? item : repaint(item, fromPaper)]));
    }
    return value;
  }

  function configFor(now) {
    const shares = roles.filter((role) => role.startsWith("share-")).map((role) => now[role]);
    const text = { labelFont: "Be Vietnam Pro", titleFont: "Be Vietnam Pro", labelColor: now.ink, titleColor: now["ink-soft"], labelFontSize: 13, titleFontSize: 13, titleFontWeight: 400 };
    return {
      background: "transparent",
      font: "Be Vietnam Pro",
      view: { stroke: null },
      axis: { ...text, domainColor: now["ink-soft"], tickColor: now.line, gridColor: now.line, gridOpacity: 0.7 },
      legend: text,
      header: text,
      title: { color: now.ink, subtitleColor: now["ink-soft"], font: "Be Vietnam Pro", fontWeight: 600, anchor: "start" },
      mark: { color: now.accent },
      text: { color: now.ink, font: "Be Vietnam Pro", fontSize: 13 },
      rule: { color: now["ink-soft"] },
      range: { ramp: shares, heatmap: shares, ordinal: shares, category: [now.accent, now["ink-soft"], now["share-4"], now.ink] },
    };
  }

  let loading = null;
  function loadEngine() {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = engine;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  }

  async function draw(figure, onPaper) {
    const id = figure.dataset.chart;
    const box = document.getElementById(`${id}-drawing`);
    const { now, fromPaper } = theme(onPaper);
    const spec = repaint(JSON.parse(document.getElementById(`${id}-spec`).textContent), fromPaper);
    const title = document.getElementById(`${id}-title`)?.textContent.trim() ?? "";
    if (title) delete spec.title; // the caption already says it
    delete spec.background;
    const own = spec.config ?? {};
    delete own.background;
    const result = await window.vegaEmbed(box, spec, {
      renderer: "svg", actions: false, ast: true, defaultStyle: false,
      config: configFor(now),
      formatLocale: numberLocale, timeFormatLocale: timeLocale,
      tooltip: { disableDefaultStyle: true },
    });
    figure.chartView?.finalize();
    figure.chartView = result.view;
    if (title) result.view.description(title);
    result.view.addEventListener("click", (_event, item) => {
      const url = item?.datum?.url;
      if (typeof url === "string" && url.startsWith("/") && !url.startsWith("//")) location.assign(url);
    });
    result.view.addEventListener("mouseover", (_event, item) => {
      box.style.cursor = item?.datum?.url ? "pointer" : "";
    });
  }

  async function drawAll(onPaper = false) {
    try {
      await loadEngine();
      await document.fonts?.ready;
    } catch {
      figures.forEach((figure) => say(figure, words.failed));
      return;
    }
    for (const figure of figures) {
      try {
        await draw(figure, onPaper);
      } catch (error) {
        console.error(error);
        say(figure, words.failed);
      }
    }
    document.documentElement.dataset.charts = "drawn";
  }

  function say(figure, text) {
    const note = document.createElement("p");
    note.className = "chart-message";
    note.textContent = text;
    document.getElementById(`${figure.dataset.chart}-drawing`).replaceChildren(note);
    const table = figure.querySelector("details");
    if (table && text === words.failed) table.open = true;
  }

  figures.forEach((figure) => say(figure, words.loading));
  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll());
  // Paper is white whatever the screen is: what was drawn for the dark is drawn again for print, and back.
  const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;
  addEventListener("beforeprint", () => dark() && drawAll(true));
  addEventListener("afterprint", () => drawAll());
})();
