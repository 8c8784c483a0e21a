// What PouchDB's half does in its page. Answers milliseconds of what counts; some answer a list.
const [what, given] = arguments;

const local = () => new PouchDB('people');
const remote = () => new PouchDB(`${location.origin}/db/people`);

const timed = async work => {
  const began = performance.now();
  const result = await work();
  if (result && result.ok === false) throw new Error(JSON.stringify(result));
  return performance.now() - began;
};

const acts = {
  // Puts records in, untimed.
  holds: async records => { await local().bulkDocs(records); return 0; },
  push: () => timed(() => local().replicate.to(remote())),
  pull: () => timed(() => local().replicate.from(remote())),
  sync: () => timed(async () => { await local().sync(remote()); }),
  count: async () => (await local().info()).doc_count,
  // Changes one answer of each of these records.
  saves: async ids => {
    const people = local();
    const took = [];
    for (const id of ids) {
      const record = await people.get(id);
      took.push(await timed(() => people.put({ ...record, douar: `Douar ${Date.now()}` })));
    }
    return took;
  },
};

window.ended = null;
acts[what](given).then(value => { window.ended = { value }; }, error => { window.ended = { error: `${error}` }; });
