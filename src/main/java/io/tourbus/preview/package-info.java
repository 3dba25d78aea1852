/** Shows a few records as a run would deliver them ({@code tourbus preview}). */
package io.tourbus.preview;
