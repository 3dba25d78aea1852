/** What a job is. */
package io.tourbus.job;
