// Opens the browser's dialog for printing, once for each tap on «Печать».
globalThis.print();
