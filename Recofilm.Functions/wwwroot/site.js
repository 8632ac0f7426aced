const list = document.getElementById("status");

function show(entries) {
  list.replaceChildren(...entries.filter(([, value]) => value != null).flatMap(([term, value]) => {
    const name = document.createElement("dt");
    name.textContent = term;
    const detail = document.createElement("dd");
    detail.textContent = value;
    return [name, detail];
  }));
}

try {
  const answer = await fetch("/", { headers: { Accept: "application/json" } });
  const status = await answer.json();
  const number = new Intl.NumberFormat();
  show([
    ["Status", status.model_status],
    ["Model", status.model_version],
    ["Trained", status.trained_at && new Date(status.trained_at).toLocaleString()],
    ["Movies", status.counts && number.format(status.counts.movies)],
    ["Users", status.counts && number.format(status.counts.users)],
    ["Ratings", status.counts && number.format(status.counts.ratings)],
  ]);
} catch {
  show([["Status", "Not reachable"]]);
}
