import{createRequire as pinwardenRequire}from'node:module';const require=pinwardenRequire(import.meta.url);
import{d as a,e as b}from"./chunk-QP35EPW6.js";import"./chunk-M6OGIYOO.js";import"./chunk-GPN7P4FQ.js";import"./chunk-PW57BJJV.js";import"./chunk-EMBMHCUH.js";import"./chunk-XCF5GJ2Q.js";import"./chunk-YXY67HIB.js";export{a as rollbackByComment,b as takeBackWith};
