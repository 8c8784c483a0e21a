// Puts rows of key and text into a table of the app's store; without rows it answers those that are there.
const [table, rows] = arguments;

const asked = request => new Promise((done, fail) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => fail(request.error);
});

const store = await asked(indexedDB.open('tiwizi'));
try {
  const there = store.transaction(table, rows ? 'readwrite' : 'readonly').objectStore(table);
  if (!rows) {
    const [keys, texts] = await Promise.all([asked(there.getAllKeys()), asked(there.getAll())]);
    return keys.map((key, place) => [key, texts[place]]);
  }
  await Promise.all(rows.map(([key, text]) => asked(there.put(text, key))));
  return rows.length;
} finally {
  store.close();
}
