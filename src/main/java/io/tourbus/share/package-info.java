/** Shares the slices of a run among processes: the owner of the run plans them, any process reads and delivers them. */
package io.tourbus.share;
