/** Health checks of the state, the sources, the sinks and the schedules. */
package io.tourbus.admin.health;
