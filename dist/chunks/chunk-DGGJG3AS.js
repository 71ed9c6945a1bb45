import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
var N="0.1.0";export{N as a};
