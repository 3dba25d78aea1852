<#-- The bill of materials in the format of CycloneDX. The build fills it in with what THIRD-PARTY.txt lists. -->
{
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "version": 1,
  "components": [
<#list dependencyMap as entry>
<#assign library = entry.getKey()>
    {
      "type": "library",
      "bom-ref": "pkg:maven/${library.groupId}/${library.artifactId}@${library.version}?type=jar",
      "group": "${library.groupId?json_string}",
      "name": "${library.artifactId?json_string}",
      "version": "${library.version?json_string}",
      "licenses": [<#list entry.getValue() as licence>{"license": {"name": "${licence?json_string}"}}<#sep>, </#sep></#list>],
      "purl": "pkg:maven/${library.groupId}/${library.artifactId}@${library.version}?type=jar"
    }<#sep>,</#sep>
</#list>
  ]
}
