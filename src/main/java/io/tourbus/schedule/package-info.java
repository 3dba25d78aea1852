/** When jobs run. */
package io.tourbus.schedule;
