import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withEagerModules } from '../../scripts/build/eager.ts';

test('the functions of a table of modules stand in parentheses, and nothing else does', () => {
  const code =
    'var e={12:(e,t)=>{var r={a:()=>1};e.x=()=>r},"./b":function(e){e.y=2},get z(){return 1},m(){},n:3};var f=()=>e[12];export{f};';
  assert.equal(
    withEagerModules(code),
    'var e={12:((e,t)=>{var r={a:()=>1};e.x=()=>r}),"./b":(function(e){e.y=2}),get z(){return 1},m(){},n:3};var f=()=>e[12];export{f};',
  );
});

test('code without modules stays as it is', () => {
  assert.equal(withEagerModules('export const a = 1;'), 'export const a = 1;');
});
