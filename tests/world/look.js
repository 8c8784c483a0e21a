// What a person finds on a page: by role and by name, never by markup. Asked with one object, answers one value.
const ask = arguments[0];

const tidy = text => (text || '').replace(/[\u200e\u200f\u2066-\u2069]/g, '').replace(/\s+/g, ' ').trim();

// An open dialog is all that can be reached.
const ground = [...document.querySelectorAll('dialog[open]')].pop() || document.body;

const isSeen = element => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });

const KINDS = {
  act: 'a[href], button, summary, [role=button]',
  text: 'input:not([type=radio], [type=checkbox], [type=date], [type=file], [type=hidden]), textarea',
  file: 'input[type=file]',
  choice: 'input[type=radio], input[type=checkbox]',
  list: 'select',
  title: 'h1',
  heading: 'h1, h2, h3',
  group: 'fieldset, [role=group], [role=radiogroup], section',
};

const words = element => tidy(element.innerText ?? element.textContent);

const nameOf = element => {
  const named = element.getAttribute('aria-labelledby');
  if (named) return tidy(named.split(/\s+/).map(id => words(document.getElementById(id) || {})).join(' '));
  const label = element.getAttribute('aria-label');
  if (label) return tidy(label);
  if (element.labels && element.labels.length) return tidy([...element.labels].map(words).join(' '));
  const head = element.matches(KINDS.group) && element.querySelector('legend, h1, h2');
  return words(head || element);
};

// 0 is the name itself, 1 begins with it, 2 contains it.
const rank = (name, sought) =>
  name === sought ? 0 : name.startsWith(sought) ? 1 : name.includes(sought) ? 2 : 3;

const best = (kind, sought, within) => {
  const wanted = tidy(sought);
  const all = [...within.querySelectorAll(KINDS[kind])].filter(element => isSeen(target(element)));
  const ranked = all.map(element => [rank(nameOf(element), wanted), element]).filter(([rank]) => rank < 3);
  ranked.sort((a, b) => a[0] - b[0]);
  // Of groups that contain each other the innermost is meant.
  const first = ranked.filter(([rank]) => rank === ranked[0][0]).map(([, element]) => element);
  const innermost = first.find(element => !first.some(other => other !== element && element.contains(other)));
  return innermost || null;
};

// A radio button is touched at its label.
const target = element =>
  element.matches(KINDS.choice) && element.labels && element.labels[0] ? element.labels[0] : element;

const inside = () => {
  let within = ground;
  for (const [kind, sought] of ask.within || []) {
    within = best(kind, sought, within);
    if (!within) return null;
  }
  return within;
};

switch (ask.for) {
  case 'element': {
    const within = inside();
    const found = within && best(ask.kind, ask.name, within);
    if (!found || found.disabled || found.getAttribute('aria-disabled') === 'true') return null;
    const touched = target(found);
    touched.scrollIntoView({ block: 'center', inline: 'nearest' });
    return touched;
  }
  case 'facts': {
    const within = inside();
    const found = within && best(ask.kind, ask.name, within);
    return found && {
      words: words(found),
      value: found.value ?? null,
      checked: found.checked ?? null,
      current: found.getAttribute('aria-current'),
      described: tidy((found.getAttribute('aria-describedby') || '').split(/\s+/)
        .map(id => words(document.getElementById(id) || {})).join(' ')),
      focused: found === document.activeElement,
    };
  }
  case 'names': {
    const within = inside();
    if (!within) return [];
    return [...within.querySelectorAll(KINDS[ask.kind])].filter(element => isSeen(target(element))).map(nameOf);
  }
  case 'words': {
    const within = inside();
    return within ? (within.innerText || '').split('\n').map(tidy).filter(line => line).join('\n') : null;
  }
}
return null;
