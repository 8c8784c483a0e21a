// PouchDB's endpoint with its databases in a folder, at a port of this machine alone, which it prints. It serves the
// page of the other half too. It ends when whoever started it does.
const express = require("express");
const endpoint = require("express-pouchdb");
const PouchDB = require("pouchdb");

const [folder] = process.argv.slice(2);
const app = express();
app.get("/", (_, answer) => answer.type("html").send('<!doctype html><script src="/pouchdb.js"></script>'));
app.get("/pouchdb.js", (_, answer) => answer.sendFile(require.resolve("pouchdb/dist/pouchdb.min.js")));
app.use("/db", endpoint(PouchDB.defaults({ prefix: folder }), { mode: "minimumForPouchDB" }));
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit()).resume();
