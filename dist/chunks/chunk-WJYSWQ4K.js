import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
var a=/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;function i(e){return l(e).replaceAll("<","<​").replaceAll("@","@​").replace(/#(?=\d)/g,"#​").replace(/\b(GH)-(?=\d)/gi,"$1-​").replaceAll("![","!​[").replace(/^([ \t>]{0,20}\[[^\]\n]{1,200}\]):/gm,"$1​:").replace(/\b(https?:\/\/)(?:www\.)?github\.com\//gi,"$1redirect.github.com/").replace(/^(\s{0,20})::/gm,"$1:​:")}function p(e,t){return i(u(e.trim(),t)).split(`
`).map(n=>n.trim()===""?">":`> ${n}`).join(`
`)}function u(e,t){if(e.length<=t)return e;let r=e.slice(0,t),n=Math.max(r.lastIndexOf(`
`),r.length<400?r.lastIndexOf(" "):-1);return`${(n>t/2?r.slice(0,n):r.replace(/[\ud800-\udbff]$/,"")).trimEnd()} …`}function g(e){return l(e.replaceAll("\x1B","␛")).replace(/\s+/g," ").replace(/^(\s*)(::|##\[)/,"$1 ​$2").trim()}function o(e){return i(e).replace(/\s+/g," ").replaceAll("|","&#124;").trim()}function f(e){let t=l(e).replace(/\s+/g," ").trim(),r=Math.max(0,...(t.match(/`+/g)??[]).map(s=>s.length)),n="`".repeat(r+1),c=t.startsWith("`")||t.endsWith("`")?" ":"";return t===""?"` `":n+c+t+c+n}function l(e){return e.replaceAll(`\r
`,`
`).replaceAll("\r",`
`).replace(a,"")}export{i as a,p as b,u as c,g as d,o as e,f};
