import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
var e=class extends Error{constructor(r){super(r),this.name="ForgeConflict"}};export{e as a};
