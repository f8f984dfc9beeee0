/** What `/docs` lets a browser do: load and ask what this origin serves, and nothing else. */
export const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // The renderer's icons are data.
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page for people; it loads the renderer from below `basePath`, and the document. */
export function docsPage(basePath: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Webhooks</title>
<link rel="stylesheet" href="${basePath}/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="${basePath}/docs/swagger-ui-bundle.js"></script>
<script src="${basePath}/docs/start.js"></script>
</body>
</html>
`;
}

/** The page's own script: inline it would need a policy that lets others in too. */
export function docsScript(basePath: string): string {
  const settings = { url: `${basePath}/openapi.json`, dom_id: '#reference', validatorUrl: null, deepLinking: true };
  return `SwaggerUIBundle(${JSON.stringify(settings)});\n`;
}
