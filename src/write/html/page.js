// What the page does beyond being read: filtering, and showing which claims rest on which passage.
// Holds no data: everything it needs stands in attributes. Without it nothing is missing but these two.
'use strict';
(() => {
  const all = (query, root = document) => Array.from(root.querySelectorAll(query));
  const one = (id) => document.getElementById(id);

  // Filter. A leaf is a conflict, a fact, a claim or a line of a list; a group shows while one of its leaves does.
  const panel = one('filter');
  const form = panel.querySelector('form');
  const [name, predicate, kind, site] = ['by-name', 'by-predicate', 'by-kind', 'by-site'].map(one);
  const leaves = all('[data-n]').map((element) => ({
    element,
    names: element.dataset.n.toLowerCase(),
    predicates: element.dataset.p.split(' '),
    kinds: element.dataset.k.split(' '),
    sites: element.dataset.w.split(' '),
  }));
  const groups = all('[data-group]').map((element) => ({
    element,
    site: element.dataset.w,
    leaves: all('[data-n]', element),
    parts: all('.claimed, tbody', element).map((part) => [part, all('[data-n]', part)]),
  }));
  const shows = (elements) => elements.some((element) => !element.hidden);

  const filter = () => {
    const wanted = { name: name.value.trim().toLowerCase(), predicate: predicate.value, kind: kind.value, site: site.value };
    const active = Boolean(wanted.name || wanted.predicate || wanted.kind || wanted.site);
    const onlySite = active && !wanted.name && !wanted.predicate && !wanted.kind;
    for (const leaf of leaves) {
      leaf.element.hidden = !(leaf.names.includes(wanted.name)
        && (!wanted.predicate || leaf.predicates.includes(wanted.predicate))
        && (!wanted.kind || leaf.kinds.includes(wanted.kind))
        && (!wanted.site || leaf.sites.includes(wanted.site)));
    }
    for (const group of groups) {
      const whole = !active || (onlySite && group.site === wanted.site);
      group.element.hidden = !whole && !shows(group.leaves);
      for (const [part, inside] of group.parts) part.hidden = active && !shows(inside);
    }
    document.body.classList.toggle('filtered', active);
    tell(active);
  };

  // How much of each section is shown.
  const sections = ['conflicts', 'subjects', 'articles'].map((id) => [id, one(id)]).filter(([, section]) => section);
  const items = sections.map(([id, section]) => [id, section, all('.conflict, .subject, .article, .lines > li', section)]);
  const tell = (active) => {
    const told = items.map(([id, section, list]) => {
      const shown = list.filter((item) => !item.hidden).length;
      section.classList.toggle('nothing', active && shown === 0);
      return `${shown} of ${list.length} ${id}`;
    });
    one('shown').value = active ? told.join(', ') : '';
  };

  panel.hidden = false;
  panel.open = window.matchMedia('(min-width: 64rem)').matches;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(filter));
  // A kind in the overview filters by it.
  for (const link of all('[data-kind]')) {
    link.addEventListener('click', () => {
      kind.value = link.dataset.kind;
      filter();
    });
  }
  document.addEventListener('keydown', (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName || '');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      panel.open = true;
      name.focus();
    } else if (event.key === 'Escape' && form.contains(event.target)) {
      form.reset();
    }
  });
  // A browser that comes back to the page fills the form in again.
  window.addEventListener('pageshow', filter);

  // Claims and passages: what is pointed at or focused shows what belongs to it.
  let lit = [];
  const pair = (element) => {
    const end = '-claims';
    const own = element && element.closest('.ev[id], .claimed');
    if (!own) return [];
    const other = one(own.id.endsWith(end) ? own.id.slice(0, -end.length) : own.id + end);
    return other ? [own, other] : [own];
  };
  const light = (event) => {
    const next = pair(event.target.closest ? event.target : null);
    if (next[0] === lit[0]) return;
    for (const element of lit) element.classList.remove('lit');
    for (const element of next) element.classList.add('lit');
    lit = next;
    // The list of claims scrolls by itself; the text only for the keyboard.
    const other = next[1];
    if (other && other.classList.contains('claimed')) {
      const list = other.parentElement;
      if (list.scrollHeight > list.clientHeight) list.scrollTop = other.offsetTop - list.offsetTop - list.clientHeight / 3;
    } else if (other && event.type === 'focusin') {
      other.scrollIntoView({ block: 'nearest' });
    }
  };
  document.addEventListener('pointerover', light);
  document.addEventListener('focusin', light);

  // What a link leads to may lie in a folded article, or be filtered out.
  const reveal = () => {
    const target = location.hash.length > 1 && one(location.hash.slice(1));
    if (!target) return;
    if (target.closest('[hidden]')) form.reset();
    let moved = false;
    for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) {
      moved = moved || !fold.open;
      fold.open = true;
    }
    const article = target.matches('.article') && target.querySelector('details');
    if (article) article.open = true;
    if (moved) target.scrollIntoView();
  };
  window.addEventListener('hashchange', reveal);
  reveal();

  // On paper everything is unfolded.
  let folded = [];
  window.addEventListener('beforeprint', () => {
    folded = all('main details:not([open])');
    for (const fold of folded) fold.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const fold of folded) fold.open = false;
  });
})();
