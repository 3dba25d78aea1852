/** How a batch lies in the lake: names, encoding and metadata of its objects, and whether they are still as they were put. */
package io.tourbus.lake;
