# Compiler settings that hold for the whole tree; nothing here leaks to users of the installed SDK.
find_program(AITB_CCACHE ccache)
if(AITB_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${AITB_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${AITB_CCACHE})
endif()
find_program(AITB_MOLD mold)
if(AITB_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
find_package(Threads REQUIRED)

set(AITB_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Werror)
# GCC 12 inlines the operator new of Asio's coroutine frames and then takes its operator delete for a foreign one.
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-mismatched-new-delete>)
if(AITB_SANITIZE)
  add_compile_options(-fsanitize=${AITB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${AITB_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    # clang 14 cannot assemble sanitize=function with coroutines; its warnings are not those that the tree is kept to.
    add_compile_options(-fno-sanitize=function -Wno-error)
  else()
    add_compile_options(-Wno-maybe-uninitialized)  # GCC 12 takes the sanitizer's own moves of std::function for it
  endif()
endif()
if(AITB_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)  # the library too: a fuzzer goes where it sees coverage
endif()
