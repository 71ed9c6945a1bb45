#!/usr/bin/env node
import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
import{a as e}from"./chunks/chunk-EKK5R2SA.js";import"./chunks/chunk-YXY67HIB.js";import r from"node:module";var[o]=process.argv.slice(2);if(process.argv.length===3&&(o==="--version"||o==="-V"))console.log(e);else{r.enableCompileCache?.();let{main:s}=await import("./chunks/main-O75EWB5X.js");process.exitCode=await s(process.argv.slice(2))}
