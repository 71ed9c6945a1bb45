import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
import{kb as o,lb as t}from"./chunk-6AOGSMCL.js";function l(r,e,s){return r===null||r.commit===s?"nobody":e!==null&&e.commit===r.commit?"ours":o(r.message)===null?"people":"ask"}function m(r,e){return e.commits===1&&o(r)===t(e.files)?"ours":"people"}export{l as a,m as b};
