// Changes one answer of each of these records, as a person does, and each time puts the same bytes into a bare
// database of the same page. Answers the milliseconds from the tap to the disk, of the store alone, and of the floor.
const [records] = arguments;

const until = look => new Promise(done => {
  const glance = () => {
    const found = look();
    if (found) done(found); else setTimeout(glance, 4);
  };
  glance();
});

const asked = request => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});

const goes = address => {
  const link = document.createElement('a');
  link.href = address;
  document.body.append(link);
  link.click();
  link.remove();
};

const lastEntry = async () => {
  const records = await asked(indexedDB.open('tiwizi'));
  const log = records.transaction('log').objectStore('log');
  const keys = await asked(log.getAllKeys());
  const text = await asked(log.get(keys.pop()));
  records.close();
  return text;
};

const bareDatabase = () => {
  const opening = indexedDB.open('floor');
  opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
  return asked(opening);
};

const barePut = (floor, text, key) => new Promise((done, fail) => {
  const began = performance.now();
  const put = floor.transaction('rows', 'readwrite', { durability: 'strict' });
  put.objectStore('rows').put(text, key);
  put.oncomplete = () => done(performance.now() - began);
  put.onabort = () => fail(put.error);
  put.commit();
});

const save = async record => {
  const draft = `/draft/${crypto.randomUUID()}?form=person&record=${record}`;
  goes(`${draft}&page=place`);
  const field = await until(() => document.getElementById('q-douar'));
  field.value = `Douar ${Date.now()}`;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  goes(`${draft}&step=check`);
  const button = await until(() => document.querySelector('.phone:has(main.check) .steps .main'));
  const tapped = performance.now();
  button.click();
  await until(() => location.search.includes('step=saved'));
  const { startTime, duration } = performance.getEntriesByName('store strict', 'measure').pop();
  return [startTime + duration - tapped, duration];
};

return (async () => {
  const floor = await bareDatabase();
  const figures = { tap: [], store: [], floor: [] };
  for (const record of records) {
    const [tap, store] = await save(record);
    figures.tap.push(tap);
    figures.store.push(store);
    figures.floor.push(await barePut(floor, await lastEntry(), record));
  }
  floor.close();
  return figures;
})();
