import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
import{a,b,c,d}from"./chunk-QR7PLM3J.js";import"./chunk-YXY67HIB.js";export{b as CommitParser,a as createCommitObject,c as parseCommits,d as parseCommitsStream};
