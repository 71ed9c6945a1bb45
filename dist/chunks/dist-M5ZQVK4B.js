import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
import{a,b,c,d}from"./chunk-3PO7KTBF.js";import"./chunk-YXY67HIB.js";export{a as RevertedCommitsFilter,b as filterRevertedCommits,d as filterRevertedCommitsStream,c as filterRevertedCommitsSync};
