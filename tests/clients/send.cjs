// Sends a file by tus-js-client: stops in the middle, goes on as another client that knows only the file, and sends it
// once more when it is whole. Prints how many bytes each of the three was told were taken in.
const { readFileSync } = require("node:fs");
const { Upload } = require("tus-js-client");

const [endpoint, cookie, path, sha256, stopAfter] = process.argv.slice(2);
const bytes = readFileSync(path);

function send(where, stop) {
  return new Promise((done, fail) => {
    let taken = 0;
    const upload = new Upload(bytes, {
      ...where,
      chunkSize: 65536,
      headers: { "x-tiwizi": "1", cookie },
      metadata: { sha256, media_type: "image/png", filename: "stand.png" },
      retryDelays: [0, 0],
      onChunkComplete: (chunk) => {
        taken += chunk;
        if (taken >= stop) upload.abort().then(() => done(taken), fail);
      },
      onSuccess: () => done(taken),
      onError: fail,
    });
    upload.start();
  });
}

async function all() {
  const stopped = await send({ endpoint }, Number(stopAfter));
  const rest = await send({ uploadUrl: `${endpoint}/${sha256}` }, Infinity);
  const again = await send({ endpoint }, Infinity);
  console.log(JSON.stringify([stopped, rest, again]));
}

all().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
