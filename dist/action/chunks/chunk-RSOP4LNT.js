import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
function n(u){let e;return()=>(e??={value:u()},e.value)}export{n as a};
