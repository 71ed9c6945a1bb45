import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
import{c as a}from"./chunk-AFAO4GJ2.js";import"./chunk-YXY67HIB.js";export default a();
