/* Sort, filter and export for <table data-table>; without JavaScript the table stays a table.
   A cell may carry data-value, the plain number or text that sorting uses, and data-export, what the file holds of it; <tr class="total"> stays last. */
(() => {
  "use strict";
  const vietnamese = document.documentElement.lang !== "en";
  const words = vietnamese
    ? { filter: "Lọc bảng", export: "Tải bảng (CSV)", shown: (n, all) => `${n} / ${all} dòng`, none: "Không có dòng nào khớp.", wide: "Vuốt ngang để xem hết bảng →" }
    : { filter: "Filter the table", export: "Download the table (CSV)", shown: (n, all) => `${n} / ${all} rows`, none: "No row matches.", wide: "Swipe sideways to see the whole table →" };
  const collator = new Intl.Collator(document.documentElement.lang || "vi", { numeric: true, sensitivity: "base" });
  // Typing "phu loc" finds "Phú Lộc": marks are taken off on both sides, and đ has no mark to take off.
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
  const textOf = (cell) => cell.textContent.replace(/\s+/g, " ").trim();
  const keyOf = (cell) => cell?.dataset.value ?? (cell ? textOf(cell) : "");

  function compare(a, b) {
    const [x, y] = [a, b].map((key) => (key === "" ? NaN : Number(key)));
    if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
    return collator.compare(a, b);
  }

  function sortBy(table, column, heading) {
    const ascending = heading.getAttribute("aria-sort") === "none"
      ? !heading.classList.contains("number") // numbers: the largest first, as one asks of a rate
      : heading.getAttribute("aria-sort") !== "ascending";
    for (const other of heading.parentElement.children) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const totals = rows.filter((row) => row.classList.contains("total"));
    const rest = rows.filter((row) => !row.classList.contains("total"));
    rest.sort((one, two) => {
      const [a, b] = [keyOf(one.cells[column]), keyOf(two.cells[column])];
      if (a === "" || b === "") return (a === "") - (b === ""); // unknown goes last either way
      return ascending ? compare(a, b) : compare(b, a);
    });
    body.append(...rest, ...totals);
  }

  function csvOf(table) {
    const quote = (text) => (/[";\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
    // Spreadsheets set to Vietnamese read ";" between fields and "," as the decimal sign: the export follows the page.
    const separator = vietnamese ? ";" : ",";
    const shown = [...table.tHead.rows, ...table.tBodies[0].rows].filter((row) => !row.hidden);
    const safe = (text) => (/^[=+@\t]/.test(text) ? `'${text}` : text); // a name is never a formula
    // A cell that shows a range is several columns of the file: data-export="lower|upper".
    const columns = (cell) => (cell.dataset.export === undefined ? [textOf(cell)] : cell.dataset.export.split("|"));
    return "\ufeff" + shown.map((row) => [...row.cells].flatMap(columns).map((text) => quote(safe(text))).join(separator)).join("\r\n") + "\r\n";
  }

  function enhance(table, index) {
    const body = table.tBodies[0];
    const head = table.tHead?.rows[table.tHead.rows.length - 1];
    if (!body || !head) return;
    [...head.cells].forEach((heading, column) => {
      if (heading.dataset.sort === "no" || !textOf(heading)) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...heading.childNodes);
      heading.append(button);
      heading.setAttribute("aria-sort", heading.getAttribute("aria-sort") ?? "none");
      button.addEventListener("click", () => sortBy(table, column, heading));
    });
    const tools = document.createElement("div");
    tools.className = "table-tools";
    const count = document.createElement("span");
    count.className = "count";
    count.setAttribute("role", "status");
    const rows = () => [...body.rows].filter((row) => !row.classList.contains("total"));
    const recount = () => {
      const shown = rows().filter((row) => !row.hidden).length;
      count.textContent = shown ? words.shown(shown, rows().length) : words.none;
    };
    if (rows().length > 8) {
      const id = `${table.id || `bang-${index}`}-loc`;
      const field = document.createElement("div");
      field.innerHTML = `<label for="${id}"></label><input type="search" id="${id}" autocomplete="off">`;
      field.firstChild.textContent = words.filter;
      field.lastChild.addEventListener("input", (event) => {
        const wanted = plain(event.target.value.trim());
        for (const row of rows()) row.hidden = !plain(row.textContent).includes(wanted);
        recount();
      });
      tools.append(field);
    }
    const save = document.createElement("button");
    save.type = "button";
    save.className = "button quiet small";
    save.textContent = words.export;
    save.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([csvOf(table)], { type: "text/csv;charset=utf-8" }));
      link.download = `${table.dataset.file || table.id || "bang"}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    tools.append(save, count);
    const wrap = table.closest(".table-wrap") ?? table;
    if (table.caption) { // the title stands above the tools, and still names the table
      const title = document.createElement("p");
      title.className = "table-title";
      title.id = `${table.id || `bang-${index}`}-ten`;
      title.append(...table.caption.childNodes);
      table.deleteCaption();
      table.setAttribute("aria-labelledby", title.id);
      wrap.before(title);
    }
    wrap.before(tools);
    recount();
  }

  document.querySelectorAll("table[data-table]").forEach(enhance);
  document.querySelectorAll(".table-wrap").forEach((wrap) => {
    const hint = document.createElement("p");
    hint.className = "table-hint";
    hint.textContent = words.wide;
    wrap.before(hint);
    new ResizeObserver(() => hint.classList.toggle("shown", wrap.scrollWidth > wrap.clientWidth + 1)).observe(wrap);
  });
})();
