// Draws the value of a rule with its thresholds. Without this script the page has the same values in tables.
(function () {
  'use strict';
  const box = document.querySelector('[data-values]');
  if (!box || !window.Chart) { return; }
  const note = document.querySelector('[data-values-note]');
  const refreshMillis = 30000;
  const colours = ['#3b82f6', '#14b8a6', '#a855f7', '#f59e0b', '#ec4899', '#64748b', '#22c55e', '#0ea5e9', '#f97316',
    '#8b5cf6', '#84cc16', '#06b6d4'];
  let chart = null;
  let last = null;

  const spanColours = { PENDING: 'rgba(13, 202, 240, .18)', FIRING: 'rgba(220, 53, 69, .2)', RECOVERING: 'rgba(255, 193, 7, .2)' };
  const dayMillis = 24 * 3600 * 1000;
  const shortMillis = 12 * 60 * 1000;
  let shown = 0;

  // Shades the times at which something was pending or fired, behind the lines.
  const shading = {
    id: 'spans',
    beforeDatasetsDraw: function (drawn) {
      const area = drawn.chartArea;
      const context = drawn.ctx;
      (drawn.options.spans || []).forEach(function (span) {
        const left = Math.max(area.left, drawn.scales.x.getPixelForValue(span.from));
        const right = Math.min(area.right, drawn.scales.x.getPixelForValue(span.to));
        if (right < area.left || left > area.right) { return; }
        context.save();
        context.fillStyle = spanColours[span.state] || 'transparent';
        context.fillRect(left, area.top, Math.max(right - left, 1), area.bottom - area.top);
        context.restore();
      });
    }
  };

  function clock(millis) {
    const time = new Date(millis);
    if (last && last.to - last.from > dayMillis) {
      return time.toLocaleDateString(document.documentElement.lang || undefined, { month: 'short', day: 'numeric', timeZone: window.tocsinZone });
    }
    // Ticks of a short time are seconds apart from the minute they would be said to be.
    return shown < shortMillis ? window.tocsinTimes.second(time) : window.tocsinTimes.minute(time);
  }

  function datasets(values) {
    const lines = values.lines.map(function (line, index) {
      const colour = colours[index % colours.length];
      return { label: line.name, data: line.points, borderColor: colour, backgroundColor: colour, borderWidth: 2,
        pointRadius: line.points.length === 1 ? 3 : 0, pointHitRadius: 8, stepped: 'after' };
    });
    return lines.concat(values.thresholds.map(function (threshold) {
      return { label: box.dataset.threshold + ' ' + threshold, borderColor: '#dc3545', backgroundColor: '#dc3545',
        borderDash: [6, 4], borderWidth: 2, pointRadius: 0,
        data: [{ x: values.from, y: threshold }, { x: values.to, y: threshold }] };
    }));
  }

  // Three empty hours with a dot at their edge say nothing: then the chart begins where the values do.
  function start(values) {
    const firsts = values.lines.filter(function (line) { return line.points.length > 0; })
      .map(function (line) { return line.points[0].x; });
    const first = Math.min.apply(null, firsts.concat((values.spans || []).map(function (span) { return span.from; })));
    const length = Math.max(values.to - first, 5 * 60 * 1000) * 1.1;
    return isFinite(first) && length < (values.to - values.from) / 2 ? values.to - length : values.from;
  }

  function options(values) {
    const from = start(values);
    shown = values.to - from;
    const style = getComputedStyle(document.documentElement);
    const text = style.getPropertyValue('--bs-body-color').trim();
    const grid = style.getPropertyValue('--bs-border-color').trim();
    return {
      spans: values.spans || [],
      animation: false, responsive: true, maintainAspectRatio: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: { type: 'linear', min: from, max: values.to, grid: { color: grid },
          ticks: { color: text, stepSize: (values.to - from) / 6, maxRotation: 0, autoSkip: true, callback: clock } },
        y: { beginAtZero: true, grace: '10%', grid: { color: grid }, ticks: { color: text } }
      },
      plugins: {
        legend: { position: 'bottom', labels: { color: text, boxWidth: 12 } },
        tooltip: { callbacks: { title: function (items) {
          return items.length ? window.tocsinTimes.clock(new Date(items[0].parsed.x)) : '';
        } } }
      }
    };
  }

  function draw(values) {
    if (chart) { chart.destroy(); chart = null; }
    box.classList.toggle('d-none', values.lines.length === 0);
    note.textContent = values.error ? box.dataset.error + ' ' + values.error
      : values.lines.length === 0 ? box.dataset.empty
        : values.hidden > 0 ? '+' + values.hidden + ' ' + box.dataset.hidden : '';
    if (values.lines.length > 0) {
      chart = new window.Chart(box.querySelector('canvas'), {
        type: 'line', data: { datasets: datasets(values) }, options: options(values), plugins: [shading] });
    }
    box.dataset.drawn = 'true';
  }

  function load() {
    fetch(box.dataset.address, { headers: { Accept: 'application/json' } })
      .then(function (answer) {
        if (!answer.ok) { throw new Error('HTTP ' + answer.status); }
        return answer.json();
      })
      .then(function (values) { last = values; draw(values); })
      .catch(function (problem) { note.textContent = box.dataset.error + ' ' + problem.message; });
  }

  new MutationObserver(function () { if (last) { draw(last); } })
    .observe(document.documentElement, { attributes: true, attributeFilter: ['data-bs-theme'] });
  // The script that knows the zone comes after this one.
  if (document.readyState === 'loading') { document.addEventListener('DOMContentLoaded', load); } else { load(); }
  if (!('once' in box.dataset)) { setInterval(function () { if (!document.hidden) { load(); } }, refreshMillis); }
})();
