import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
function r(t){return new Date(t).toISOString()}function e(t){return r(t).slice(0,10)}function o(t){let n=Date.parse(t);return Number.isNaN(n)?null:n}export{r as a,e as b,o as c};
