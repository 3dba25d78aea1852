/** The schedules of jobs: Quartz triggers, pauses, and catching up on missed runs. */
package io.tourbus.schedule;
