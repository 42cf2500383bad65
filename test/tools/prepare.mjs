// Written in plain JavaScript: it runs before anything is installed, on whatever Node the machine has.
console.log('prepare: nothing to do');
