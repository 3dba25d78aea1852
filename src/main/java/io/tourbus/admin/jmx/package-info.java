/** The MBeans of jobs, runs and sources. */
package io.tourbus.admin.jmx;
