# Heavy folders are compiled several files at a time where IPPYO_TOGETHER is on (preset `release`): their headers are read once instead of
# dozens of times. All other presets compile every file by itself, so that no file lives on what its neighbour includes.
option(IPPYO_TOGETHER "Compile heavy folders several files at a time" OFF)

# together(target number file.cpp ..): the files named are compiled alone, because a name of theirs stands in another file too.
function(together target number)
  if(NOT IPPYO_TOGETHER OR NOT TARGET ${target})
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${number})
  get_target_property(folder ${target} SOURCE_DIR)
  foreach(file IN LISTS ARGN)
    set_source_files_properties(${folder}/${file} TARGET_DIRECTORY ${target} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
endfunction()

together(ippyo_identity 8 card_provider.cpp)
together(ippyo_letters 8 internal/letter_normal.cpp)
together(ippyo_registrar 9 config.cpp desk.cpp enrolment.cpp grants.cpp looks.cpp roll_endpoints.cpp voice_endpoints.cpp voters.cpp)
together(ippyo_demo 8 mail_sink.cpp origin.cpp result_page.cpp)
together(ippyo_ballot_box 8)
together(ippyo_http 5)
together(registrar_office_test 4)
together(registrar_voter_test 3)
together(registrar_service_test 5)
