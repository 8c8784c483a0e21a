// Goes from home through lists, a person and a form by taps. Answers the milliseconds from each tap until what it leads
// to is painted; of the same HTML put into a bare page; and of a bare button that changes its own words.
const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));

const is = selector => () => document.querySelector(selector);
const at = (path, selector) => () => path.test(location.pathname) && document.querySelector(selector);

// Looks after each change of the page, so that no glance comes late.
const comes = there => new Promise(done => {
  const look = () => {
    if (!there()) return false;
    watching.disconnect();
    done();
    return true;
  };
  const watching = new MutationObserver(look);
  if (!look()) watching.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
});

const took = async (act, there) => {
  await painted();
  const began = performance.now();
  act();
  await comes(there);
  await painted();
  return performance.now() - began;
};

const figures = { names: [], all: [], taps: [], lists: [], bare: [], bare_lists: [] };

const bare = async () => {
  const button = document.createElement('button');
  document.body.append(button);
  button.onclick = () => { button.textContent = 'there'; };
  figures.bare.push(await took(() => button.click(), () => button.textContent));
  button.remove();
};

const bareList = async () => {
  const list = document.querySelector('main').innerHTML;
  const place = document.createElement('main');
  document.body.append(place);
  figures.bare_lists.push(await took(() => { place.innerHTML = list; }, () => place.firstChild));
  place.remove();
};

const tap = async (name, selector, there, into = figures.taps) => {
  const target = document.querySelector(selector);
  if (!target) throw new Error(`${name}: nothing to tap at ${location.pathname}`);
  const millis = await took(() => target.click(), there);
  figures.names.push(name);
  figures.all.push(millis);
  into.push(millis);
  await bare();
};

return (async () => {
  const home = at(/^\/$/, 'main a[href="/form/person/new"]');
  await tap('all people', '.tabs a[href="/people"]', at(/^\/people$/, 'main .cards a'), figures.lists);
  await bareList();
  await tap('one of them', 'main .cards a', at(/^\/people\/./, 'main h1'));
  await tap('home', '.tabs a[href="/"]', home);
  await tap('all records', '.tabs a[href="/records"]', at(/^\/records$/, 'main .cards a'), figures.lists);
  await bareList();
  await tap('what waits', '.tabs a[href="/sync"]', at(/^\/sync$/, 'main h1'));
  await tap('home', '.tabs a[href="/"]', home);
  await tap('a new person', 'main a[href="/form/person/new"]', at(/^\/draft\//, 'main input'));
  await tap('an answer', 'main input[type=radio]:not(:checked)', is('main input[type=radio]:checked'));
  const page = document.querySelector('main').innerText;
  await tap('next', '.steps [type=submit]', () => document.querySelector('main').innerText !== page);
  await tap('out of the form', 'header .icon-btn', home);
  return figures;
})();
