// What is wrong with the page as it stands, as lines of text; empty where nothing is. `arguments`: the source of
// axe-core, whether thumbs must hit every target, and a function to call with the lines.
const [axeSource, thumbs, done] = arguments;
const wrong = [];
const isSeen = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const told = element => `<${element.tagName.toLowerCase()} class="${element.className}"> “${(element.innerText || element.getAttribute('aria-label') || '').slice(0, 40)}”`;

// A key that has no words in any language shows itself.
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node; (node = walker.nextNode());) {
  const text = node.data.trim();
  if (/^[a-z]+(\.[a-z0-9_]+)+$/.test(text) && isSeen(node.parentElement)) wrong.push(`a key without words: ${text}`);
}

// Nothing sideways: at this width, and with text twice as large.
const root = document.documentElement;
const tooWide = how => {
  const over = root.scrollWidth - root.clientWidth;
  if (over <= 0) return;
  // What cannot be narrower stretches all that it stands in: the innermost of the widest is the one.
  const width = element => element.getBoundingClientRect().width;
  const seen = [...document.body.querySelectorAll('main *, header *, footer *, nav *')].filter(isSeen);
  const room = root.clientWidth - 2 * parseFloat(getComputedStyle(document.querySelector('main')).paddingInlineStart);
  const wide = seen.filter(element => width(element) > room && ![...element.children].some(child => width(child) > room));
  wrong.push(`${over} px too wide ${how}: ${wide.slice(0, 4).map(told).join(' ')}`);
};
tooWide('');
const size = parseFloat(getComputedStyle(root).fontSize);
root.style.fontSize = `${2 * size}px`;
tooWide('with text twice as large');
root.style.fontSize = '';

// 48 px for a thumb. Links within a sentence are as large as their words; a link may be laid over its whole card.
const touched = element => {
  if (element.matches('[type=radio], [type=checkbox]') && element.labels[0]) return element.labels[0];
  return getComputedStyle(element, '::after').position === 'absolute' ? element.offsetParent : element;
};
if (thumbs) {
  const ground = [...document.querySelectorAll('dialog[open]')].pop() || document.body;
  for (const element of ground.querySelectorAll('a[href], button, select, summary, input:not([type=hidden]), textarea')) {
    const target = touched(element);
    if (!isSeen(target) || element.closest('p, .skip') || element.disabled) continue;
    const { width, height } = target.getBoundingClientRect();
    if (width && height && (width < 47.5 || height < 47.5)) {
      wrong.push(`${Math.round(width)}×${Math.round(height)} px is too small for a thumb: ${told(target)}`);
    }
  }
}

if (!window.axe) (0, eval)(axeSource);
axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => {
  for (const { id, impact, help, nodes } of violations) {
    if (impact === 'serious' || impact === 'critical') {
      wrong.push(`${impact}, ${id}: ${help}: ${nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`);
    }
  }
  done(wrong);
}, error => done([`axe-core: ${error}`]));
