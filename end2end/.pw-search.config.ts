import base from "/work/main/end2end/playwright.config";
const { webServer, ...rest } = base as any;
export default { ...rest, testDir: "/work/main/end2end/specs", outputDir: "/tmp/searchsite/results", workers: 1, use: { ...rest.use, baseURL: "http://127.0.0.1:3177", trace: "off" } };
