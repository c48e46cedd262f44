// Whose rows are ticked, by list: kept for this tab over pages, sorting, a visit to somebody and back.
const keyOf = (list) => `ticks ${list}`;

/** The ticked ids of a list, and whether everybody who matches is meant. */
export function ticksOf(list) {
  const { ids = [], all = false } = JSON.parse(sessionStorage.getItem(keyOf(list)) ?? "{}");
  return { ids: new Set(ids), all };
}

export function keep(list, { ids, all }) {
  if (!ids.size && !all) sessionStorage.removeItem(keyOf(list));
  else sessionStorage.setItem(keyOf(list), JSON.stringify({ ids: [...ids], all }));
}
