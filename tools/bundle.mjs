// Builds what the browser loads into static/build, under names with a digest.
// manifest.json maps each plain name to the built one.
import { build } from "esbuild";
import { mkdirSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { basename } from "node:path";

const entries = {
  site: "static/js/pages/site.js",
  "edit-draft": "static/js/pages/edit-draft.js",
  "read-version": "static/js/pages/read-version.js",
  compare: "static/js/pages/compare.js",
  "preview-worker": "static/js/worker/preview-worker.js",
  style: "static/css/style.css",
};
const out = "static/build";
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const result = await build({
  entryPoints: Object.entries(entries)
    .filter(([, path]) => existsSync(path))
    .map(([name, path]) => ({ in: path, out: name })),
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "safari16.4"],
  sourcemap: false,
  metafile: true,
  outdir: out,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  logLevel: "warning",
});
const manifest = {};
for (const [file, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  const built = basename(file);
  if (entryPoint) manifest[built.replace(/-[A-Z0-9]{8}\./, ".")] = built;
}
writeFileSync(`${out}/manifest.json`, JSON.stringify(manifest, null, 2) + "\n");
