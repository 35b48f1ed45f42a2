# aitb_add_plugin(NAME SOURCES … [LINK …] [SAMPLE sample.yaml] [CHECK check.yaml] [TESTS …])
#
# Builds the plugin aitb-NAME.so (target aitb-NAME) with the link rules that the boundary needs: one exported symbol,
# nothing undefined, never unloaded. SAMPLE and CHECK are embedded. TESTS makes NAME_test, a GoogleTest program that
# holds the plugin's sources too, and NAME_check, which runs `aitb-host plugins check`. Their commands begin with
# AITB_TEST_LAUNCHER if that is set. The same in the project's own tree and with find_package(AitbSdk).
include_guard()
enable_testing()  # here, because inside a function it would hold there only
set(AITB_PLUGIN_MAP "${CMAKE_CURRENT_LIST_DIR}/plugin.map")
if(NOT AITB_PLUGIN_OUTPUT_DIRECTORY)
  set(AITB_PLUGIN_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins)
endif()
if(NOT TARGET aitb-plugins)
  add_custom_target(aitb-plugins)  # all of them
endif()

# Writes SYMBOL, a C string with the text of FILE ("" if FILE is empty), into OUT.
function(aitb_embed_text symbol file out)
  set(text "")
  if(file)
    get_filename_component(file ${file} ABSOLUTE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} text)
  endif()
  file(WRITE ${out}.in
"extern \"C\" { extern const char ${symbol}[]; const char ${symbol}[] = R\"aitb-text(${text})aitb-text\"; }\n")
  configure_file(${out}.in ${out} COPYONLY)  # touches ${out} only when the text changed
endfunction()

function(aitb_add_plugin name)
  cmake_parse_arguments(P "" "SAMPLE;CHECK" "SOURCES;LINK;TESTS" ${ARGN})
  if(P_UNPARSED_ARGUMENTS OR NOT P_SOURCES)
    message(FATAL_ERROR "aitb_add_plugin(${name}): wants SOURCES, and may have LINK, SAMPLE, CHECK, TESTS; "
                        "not understood: '${P_UNPARSED_ARGUMENTS}'")
  endif()
  set(sample ${CMAKE_CURRENT_BINARY_DIR}/${name}_sample.cpp)
  set(check ${CMAKE_CURRENT_BINARY_DIR}/${name}_check.cpp)
  aitb_embed_text(aitb_plugin_sample "${P_SAMPLE}" ${sample})
  aitb_embed_text(aitb_plugin_check "${P_CHECK}" ${check})

  add_library(${name}_objects OBJECT ${P_SOURCES} ${sample} ${check})
  set_target_properties(${name}_objects PROPERTIES
    POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  target_compile_features(${name}_objects PUBLIC cxx_std_20)
  target_compile_definitions(${name}_objects PRIVATE AITB_PLUGIN_RESOURCES)
  target_link_libraries(${name}_objects PUBLIC Aitb::sdk ${P_LINK})
  target_include_directories(${name}_objects PUBLIC ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_SOURCE_DIR}/src)

  add_library(aitb-${name} MODULE $<TARGET_OBJECTS:${name}_objects>)
  target_link_libraries(aitb-${name} PRIVATE Aitb::sdk ${P_LINK})
  target_link_options(aitb-${name} PRIVATE
    LINKER:--version-script=${AITB_PLUGIN_MAP} LINKER:-z,defs LINKER:-z,nodelete LINKER:--as-needed)
  set_target_properties(aitb-${name} PROPERTIES
    PREFIX "" OUTPUT_NAME aitb-${name} LINKER_LANGUAGE CXX LINK_DEPENDS ${AITB_PLUGIN_MAP}
    LIBRARY_OUTPUT_DIRECTORY ${AITB_PLUGIN_OUTPUT_DIRECTORY} INSTALL_RPATH "$ORIGIN/../..")
  add_dependencies(aitb-plugins aitb-${name})
  install(TARGETS aitb-${name} LIBRARY DESTINATION lib/aitb/plugins COMPONENT plugins)

  if(NOT P_TESTS OR (DEFINED AITB_TESTS AND NOT AITB_TESTS))
    return()
  endif()
  find_package(GTest REQUIRED)
  add_executable(${name}_test ${P_TESTS})
  target_link_libraries(${name}_test PRIVATE ${name}_objects $<TARGET_NAME_IF_EXISTS:Aitb::testing>
                                             GTest::gtest_main GTest::gmock)
  add_test(NAME ${name}_test COMMAND ${AITB_TEST_LAUNCHER} $<TARGET_FILE:${name}_test>)
  add_test(NAME ${name}_check COMMAND ${AITB_TEST_LAUNCHER} $<TARGET_FILE:Aitb::host> plugins check $<TARGET_FILE:aitb-${name}>)
  set_tests_properties(${name}_test ${name}_check PROPERTIES TIMEOUT 300 LABELS plugin)
endfunction()
