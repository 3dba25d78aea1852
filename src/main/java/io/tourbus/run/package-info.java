/** Jobs and their runs: what to do, what is being done, and what was done. */
package io.tourbus.run;
