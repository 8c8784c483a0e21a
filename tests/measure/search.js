// Types words into the search box, key by key. Answers the milliseconds from each key to the painted answer, and
// those of the same keys in a box that nobody listens to.
const [words] = arguments;

const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));

const types = async (field, text) => {
  const began = performance.now();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await painted();
  return performance.now() - began;
};

return (async () => {
  const box = document.querySelector('input[type=search]');
  const bare = document.createElement('input');
  document.body.append(bare);
  const figures = { keys: [], floor: [] };
  for (const word of words) {
    for (let end = 1; end <= word.length; end++) {
      figures.keys.push(await types(box, word.slice(0, end)));
      figures.floor.push(await types(bare, word.slice(0, end)));
    }
    await types(box, '');
  }
  bare.remove();
  return figures;
})();
