"use strict";
const settings = { responsive: true, displaylogo: false, displayModeBar: false, showTips: false };

function draw(place) {
  const { data, layout } = JSON.parse(document.getElementById(`chart-${place.dataset.chart}`).textContent);
  if (innerWidth < 640) layout.height += 14 * data.filter((trace) => trace.showlegend !== false).length;
  return Plotly.react(place, data, layout, settings);
}

for (const place of document.querySelectorAll("[data-chart]")) draw(place);

for (const picker of document.querySelectorAll("[data-picks]")) {
  picker.addEventListener("change", () => {
    const place = document.getElementById(`${picker.dataset.picks}-chart`);
    place.dataset.chart = picker.value;
    draw(place);
  });
}

for (const field of document.querySelectorAll("[data-filters]")) {
  const lines = document.querySelectorAll(`#${field.dataset.filters} tbody tr`);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const line of lines) {
      line.hidden = !line.textContent.toLowerCase().includes(wanted);
      if (wanted && !line.hidden) line.closest("details").open = true;
    }
  });
}

const folded = [];

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open])")) {
    fold.open = true;
    folded.push(fold);
  }
  for (const place of document.querySelectorAll("[data-chart]")) Plotly.Plots.resize(place);
});

addEventListener("afterprint", () => {
  for (const fold of folded.splice(0)) fold.open = false;
});
