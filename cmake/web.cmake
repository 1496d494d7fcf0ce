# The pages for browsers: node bundles web/ into <build>/web. Built again when a file of web/ has changed.
option(IPPYO_WEB "Build the pages for browsers; needs npm and, once, its registry" ON)
if(IPPYO_WEB)
  file(GLOB web_folders LIST_DIRECTORIES true ${PROJECT_SOURCE_DIR}/web/*)
  list(FILTER web_folders EXCLUDE REGEX "/node_modules$")
  set(web_sources)
  foreach(folder IN LISTS web_folders)
    if(IS_DIRECTORY ${folder})
      file(GLOB_RECURSE found CONFIGURE_DEPENDS ${folder}/*)
      list(APPEND web_sources ${found})
    else()
      list(APPEND web_sources ${folder})
    endif()
  endforeach()
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/web/manifest.txt
    COMMAND python3 ${PROJECT_SOURCE_DIR}/scripts/build_web.py ${PROJECT_SOURCE_DIR}/web ${CMAKE_BINARY_DIR}/web ${CMAKE_BINARY_DIR}/tools
    DEPENDS ${web_sources} ${PROJECT_SOURCE_DIR}/scripts/build_web.py
    COMMENT "Bundling the pages" VERBATIM)
  add_custom_target(web ALL DEPENDS ${CMAKE_BINARY_DIR}/web/manifest.txt)
endif()
