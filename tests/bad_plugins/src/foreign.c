/* A shared library of another world. */
int answer(void);
int answer(void) { return 42; }
