import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
import{B as s,C as l}from"./chunk-76RSLPZY.js";function p(t){let n=t.map(e=>`${e.path}\0${e.blob??"deleted"}`).sort();return`sha256:${s(n.join(`
`))}`}function c(t){return p(t.map(n=>({path:n.path,blob:l(n.text)})))}function m(t){let[n]=t;if(n===void 0)throw new Error("a proposal needs an upgrade");let e=n.environment===null?"":` (${n.environment})`,o=t.length===1?`Bump ${n.component} from ${n.from} to ${n.to}`:`Bump ${a(t.map(i=>`${i.component} to ${i.to}`))} together`;return o.length+e.length<=250?o+e:`Bump ${t.length} components together${e}`}function a(t){return t.length<=1?t.join(""):`${t.slice(0,-1).join(", ")} and ${t.at(-1)}`}var r="Pinwarden-Digest: ";function f(t,n){let e=t.map(o=>`${o.component}: ${o.from} -> ${o.to} (${o.judgement.risk} risk)`);return{headline:m(t),body:`${e.join(`
`)}

${r}${n}`}}function u(t){let n=t.split(`
`).findLast(e=>e.startsWith(r));return n===void 0?null:n.slice(r.length).trim()}export{m as a,a as b,f as c,u as d,p as e,c as f};
